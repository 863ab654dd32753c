package org.cotangent.samples.calculator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.cotangent.samples.calculator.Token.Kind;

/**
 * A translator of formulas into the language of JEXL, which knows the precedence of all operators
 * but that of powers: they are written as calls there, and so are conditions ({@code where}, which
 * records both of their sides) and lists. Names are replaced, so that none is a word of JEXL.
 *
 * <p>The translation has one token a line: a line number that JEXL reports is that of a token,
 * whose place in the source is known.
 */
final class Translator {
    private final Source source;
    private final List<Token> tokens;
    private final UnaryOperator<String> functions;
    private final Map<String, Token> assigned = new LinkedHashMap<>();
    private final Map<String, Token> free = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<Token> translation = new ArrayList<>();
    private int at;

    /**
     * A translator.
     *
     * @param source the formula
     * @param functions the name of a function as it is called, to its name as it is defined, or
     *     null if there is none
     */
    Translator(Source source, UnaryOperator<String> functions) {
        this.source = source;
        this.tokens = Token.of(source);
        this.functions = functions;
    }

    /** The tokens of the formula in the language of JEXL, with their places in the source. */
    List<Token> translate() {
        while (true) {
            while (next().is(";")) {
                at++;
            }
            if (next().kind() == Kind.END) {
                break;
            }
            statement();
        }
        if (translation.isEmpty()) {
            throw new FormulaException(
                    source, 0, "the formula is empty", "; such as (x + y) * z expected");
        }
        return translation;
    }

    /** Names that are not assigned, with their first uses, in this order. */
    Map<String, Token> free() {
        return free;
    }

    /** Names that are assigned, with the places, in this order. */
    Map<String, Token> assigned() {
        return assigned;
    }

    /** The name behind one of the translation, such as x behind v0. */
    String name(String translated) {
        return names.get(Integer.parseInt(translated.substring(1)));
    }

    // ---- statements

    private void statement() {
        Token first = next();
        boolean assignment = first.kind() == Kind.NAME && tokens.get(at + 1).is("=");
        if (first.is("+", "-") && at > 0 && isLineBreak(tokens.get(at - 1))) {
            throw new FormulaException(
                    source,
                    first.offset(),
                    "a line begins with a sign",
                    "; end the line before with it, or put this line into brackets");
        }
        if (assignment) {
            translation.add(renamed(first));
            translation.add(tokens.get(at + 1));
            at += 2;
        }
        translation.addAll(rewritten(sequence()));
        if (next().kind() != Kind.END && !next().is(";")) {
            throw unexpected(next());
        }
        if (assignment) {
            if (assigned.containsKey(first.text()) || free.containsKey(first.text())) {
                throw new FormulaException(
                        source,
                        first.offset(),
                        first.text()
                                + (free.containsKey(first.text())
                                        ? " is assigned after its use"
                                        : " is assigned twice"),
                        "; use another name");
            }
            assigned.put(first.text(), first);
        } else if (tokens.subList(at, tokens.size()).stream()
                .anyMatch(token -> token.kind() != Kind.END && !token.is(";"))) {
            throw new FormulaException(
                    source,
                    first.offset(),
                    "a value that nothing uses",
                    "; only the last statement may be one, give this one a name as in a = x + y");
        }
        translation.add(new Token(Kind.SYMBOL, ";", next().offset()));
    }

    private boolean isLineBreak(Token token) {
        return source.text().charAt(token.offset()) == '\n';
    }

    // ---- the structure of brackets, and the alternation of operands and operators

    /**
     * A token, or a pair of brackets.
     *
     * @param token the token, or the opening bracket
     * @param inside what stands between the commas; null for a token
     * @param close the closing bracket, or null
     */
    private record Part(Token token, List<List<Part>> inside, Token close) {}

    /** Parts up to a comma, a semicolon, a closing bracket or the end. */
    private List<Part> sequence() {
        List<Part> parts = new ArrayList<>();
        List<Token> questions = new ArrayList<>();
        while (true) {
            while (next().is("-", "+", "!")) {
                parts.add(leaf());
            }
            operand(parts);
            if (next().is("?")) {
                questions.add(next());
            } else if (next().is(":")) {
                if (questions.isEmpty()) {
                    throw unexpected(next());
                }
                questions.remove(questions.size() - 1);
            } else if (!isOperator(next())) {
                break;
            }
            parts.add(leaf());
        }
        if (!questions.isEmpty()) {
            throw new FormulaException(
                    source,
                    questions.get(0).offset(),
                    "no : for the ?",
                    "; a condition is written c ? a : b");
        }
        return parts;
    }

    private void operand(List<Part> parts) {
        Token token = next();
        if (token.kind() == Kind.NUMBER) {
            parts.add(leaf());
        } else if (token.kind() == Kind.NAME) {
            boolean call = tokens.get(at + 1).is("(");
            at++;
            parts.add(new Part(call ? function(token) : variable(token), null, null));
            if (call) {
                parts.add(brackets(true));
            }
        } else if (token.is("(", "[")) {
            parts.add(brackets(false));
        } else {
            throw unexpected(token);
        }
        while (next().is("[")) {
            parts.add(brackets(false));
        }
        if (next().kind() == Kind.NUMBER || next().kind() == Kind.NAME || next().is("(")) {
            throw new FormulaException(
                    source, next().offset(), "an operator is missing", ", such as *");
        }
    }

    private Part brackets(boolean call) {
        Token open = next();
        String closing = open.is("(") ? ")" : "]";
        at++;
        List<List<Part>> inside = new ArrayList<>();
        if (!(call && next().is(closing))) {
            inside.add(sequence());
            while (next().is(",") && (call || open.is("["))) {
                at++;
                inside.add(sequence());
            }
        }
        if (!next().is(closing)) {
            if (next().kind() == Kind.END) {
                throw new FormulaException(
                        source, open.offset(), "'" + open.text() + "' is not closed", "");
            }
            throw unexpected(next());
        }
        return new Part(open, inside, tokens.get(at++));
    }

    private Part leaf() {
        return new Part(tokens.get(at++), null, null);
    }

    private Token next() {
        return tokens.get(at);
    }

    private static boolean isOperator(Token token) {
        return token.is("+", "-", "*", "/", "^", "&", "|", "==", "===", "<", "<=", ">", ">=");
    }

    private FormulaException unexpected(Token token) {
        String remedy = token.is("=") ? "; a name is assigned at the start, as in a = x + y" : "";
        return Token.unexpected(source, token.offset(), remedy);
    }

    // ---- names

    private Token function(Token token) {
        String name = functions.apply(token.text());
        if (name == null) {
            throw new FormulaException(
                    source,
                    token.offset(),
                    "unknown function " + token.text(),
                    Functions.suggestion(token.text()));
        }
        return call(name, token);
    }

    private Token variable(Token token) {
        if (!assigned.containsKey(token.text())) {
            free.putIfAbsent(token.text(), token);
        }
        return renamed(token);
    }

    private Token renamed(Token token) {
        if (!names.contains(token.text())) {
            names.add(token.text());
        }
        return new Token(Kind.NAME, "v" + names.indexOf(token.text()), token.offset());
    }

    private static Token call(String function, Token place) {
        return new Token(Kind.NAME, "f_" + function, place.offset());
    }

    // ---- conditions, powers and lists as calls

    private List<Token> rewritten(List<Part> parts) {
        int question = 0;
        while (question < parts.size() && !is(parts.get(question), "?")) {
            question++;
        }
        if (question == parts.size()) {
            return powers(pieces(parts));
        }
        int colon = question;
        for (int open = 1; open > 0; ) {
            colon++;
            open += is(parts.get(colon), "?") ? 1 : is(parts.get(colon), ":") ? -1 : 0;
        }
        return called(
                "where",
                parts.get(question).token,
                List.of(
                        rewritten(parts.subList(0, question)),
                        rewritten(parts.subList(question + 1, colon)),
                        rewritten(parts.subList(colon + 1, parts.size()))));
    }

    private static boolean is(Part part, String symbol) {
        return part.inside == null && part.token.is(symbol);
    }

    /**
     * An operator, or an operand with its arguments and indices.
     *
     * @param operand whether it is an operand
     * @param tokens the translation
     */
    private record Piece(boolean operand, List<Token> tokens) {}

    private List<Piece> pieces(List<Part> parts) {
        List<Piece> pieces = new ArrayList<>();
        for (Part part : parts) {
            boolean follows = !pieces.isEmpty() && pieces.get(pieces.size() - 1).operand;
            if (part.inside == null) {
                pieces.add(
                        new Piece(
                                part.token.kind() != Kind.SYMBOL,
                                new ArrayList<>(List.of(part.token))));
            } else if (follows) {
                pieces.get(pieces.size() - 1).tokens.addAll(suffix(part));
            } else {
                pieces.add(new Piece(true, new ArrayList<>(value(part))));
            }
        }
        return pieces;
    }

    /** The arguments of a call, or indices. */
    private List<Token> suffix(Part part) {
        List<Token> result = new ArrayList<>();
        if (part.token.is("(")) {
            result.addAll(listed(part.token, part.inside.stream().map(this::rewritten).toList()));
        } else {
            for (List<Part> index : part.inside) {
                result.add(part.token);
                result.addAll(rewritten(index));
                result.add(part.close);
            }
        }
        return result;
    }

    /** An expression in brackets, or a list. */
    private List<Token> value(Part part) {
        List<List<Token>> items = part.inside.stream().map(this::rewritten).toList();
        return part.token.is("(")
                ? listed(part.token, items)
                : called(Functions.LIST, part.token, items);
    }

    /** A sign binds less than a power at its right, and more than one at its left. */
    private static List<Token> powers(List<Piece> pieces) {
        for (int i = pieces.size() - 1; i > 0; i--) {
            Token operator = pieces.get(i).tokens.get(0);
            if (pieces.get(i).operand || !operator.is("^")) {
                continue;
            }
            List<Token> exponent = new ArrayList<>();
            int last = i;
            do {
                last++;
                exponent.addAll(pieces.get(last).tokens);
            } while (!pieces.get(last).operand);
            List<Token> power =
                    called("pow", operator, List.of(pieces.get(i - 1).tokens, exponent));
            pieces.subList(i - 1, last + 1).clear();
            pieces.add(i - 1, new Piece(true, power));
        }
        return pieces.stream().flatMap(piece -> piece.tokens.stream()).toList();
    }

    private static List<Token> called(String function, Token place, List<List<Token>> arguments) {
        List<Token> result = new ArrayList<>();
        result.add(call(function, place));
        result.addAll(listed(place, arguments));
        return result;
    }

    private static List<Token> listed(Token place, List<List<Token>> arguments) {
        List<Token> result = new ArrayList<>();
        result.add(new Token(Kind.SYMBOL, "(", place.offset()));
        for (int i = 0; i < arguments.size(); i++) {
            if (i > 0) {
                result.add(new Token(Kind.SYMBOL, ",", place.offset()));
            }
            result.addAll(arguments.get(i));
        }
        result.add(new Token(Kind.SYMBOL, ")", place.offset()));
        return result;
    }
}
