package org.cotangent.samples.calculator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number, a name or an operator of a formula.
 *
 * @param kind the kind
 * @param text as JEXL writes it: {@code &} also for {@code and}, {@code ^} also for {@code **}
 * @param offset the place in the source
 */
record Token(Kind kind, String text, int offset) {
    /** The kinds of tokens. */
    enum Kind {
        NUMBER,
        NAME,
        SYMBOL,
        END
    }

    private static final Pattern PATTERN =
            Pattern.compile(
                    "(?<skip>[ \\t\\r]+|#[^\\n]*|//[^\\n]*)"
                            + "|(?<number>(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)"
                            + "|(?<name>[\\p{L}_][\\p{L}\\p{N}_]*)"
                            + "|(?<symbol>\\*\\*|[<>=!]=|&&|\\|\\||[-+*/^()\\[\\],;=<>&|!?:\\n]"
                            + "|[\u2212\u00d7\u00b7\u00f7\u2264\u2265\u2260])");

    /** Other spellings of operators: words, doubled signs, typeset ones. */
    private static final Map<String, String> SPELLINGS =
            Map.ofEntries(
                    Map.entry("and", "&"),
                    Map.entry("or", "|"),
                    Map.entry("not", "!"),
                    Map.entry("&&", "&"),
                    Map.entry("||", "|"),
                    Map.entry("**", "^"),
                    // JEXL negates the result of == itself for !=, which only booleans allow
                    Map.entry("!=", "==="),
                    Map.entry("\n", ";"),
                    Map.entry("\u2212", "-"),
                    Map.entry("\u00d7", "*"),
                    Map.entry("\u00b7", "*"),
                    Map.entry("\u00f7", "/"),
                    Map.entry("\u2264", "<="),
                    Map.entry("\u2265", ">="),
                    Map.entry("\u2260", "==="));

    /** Whether a text can be the name of a variable. */
    static boolean isName(String text) {
        Matcher matcher = PATTERN.matcher(text);
        return matcher.matches() && matcher.group("name") != null && !SPELLINGS.containsKey(text);
    }

    /** A message about a token that must not stand where it does. */
    static FormulaException unexpected(Source source, int offset, String remedy) {
        String found = spelling(source, offset);
        String fault =
                found.isEmpty()
                        ? "the formula ends too early"
                        : found.equals("\n")
                                ? "the line ends too early"
                                : "unexpected '" + found + "'";
        return new FormulaException(source, offset, fault, remedy);
    }

    /** The token at a place as it is written there; empty at the end. */
    static String spelling(Source source, int offset) {
        Matcher matcher = PATTERN.matcher(source.text()).region(offset, source.text().length());
        return matcher.lookingAt() && matcher.group("skip") == null ? matcher.group() : "";
    }

    /** Whether this is one of some symbols. */
    boolean is(String... symbols) {
        return kind == Kind.SYMBOL && List.of(symbols).contains(text);
    }

    /**
     * The tokens of a source, an END last. A line break ends a statement, unless a bracket is open
     * or an operator stands before it.
     */
    static List<Token> of(Source source) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = PATTERN.matcher(source.text());
        int open = 0;
        int at = 0;
        while (at < source.text().length()) {
            if (!matcher.region(at, source.text().length()).lookingAt()) {
                int found = source.text().codePointAt(at);
                throw new FormulaException(
                        source,
                        at,
                        "unexpected '" + Character.toString(found) + "'",
                        remedy(found));
            }
            if (matcher.group("skip") == null) {
                Token token = token(matcher, source);
                open += token.is("(", "[") ? 1 : token.is(")", "]") ? -1 : 0;
                boolean broken = matcher.group().equals("\n");
                if (!broken || open <= 0 && isComplete(tokens)) {
                    tokens.add(token);
                }
            }
            at = matcher.end();
        }
        tokens.add(new Token(Kind.END, "the end", source.text().stripTrailing().length()));
        return tokens;
    }

    private static Token token(Matcher matcher, Source source) {
        String text = SPELLINGS.getOrDefault(matcher.group(), matcher.group());
        if (matcher.group("number") != null) {
            double value = Double.parseDouble(text);
            if (Double.isInfinite(value)) {
                throw new FormulaException(source, matcher.start(), "too large a number", "");
            }
            return new Token(Kind.NUMBER, Double.toString(value), matcher.start());
        }
        boolean name = matcher.group("name") != null && text.equals(matcher.group());
        return new Token(name ? Kind.NAME : Kind.SYMBOL, text, matcher.start());
    }

    /** Whether a statement may end after these tokens. */
    private static boolean isComplete(List<Token> tokens) {
        if (tokens.isEmpty()) {
            return false;
        }
        Token last = tokens.get(tokens.size() - 1);
        return last.kind != Kind.SYMBOL || last.is(")", "]");
    }

    private static String remedy(int codePoint) {
        return switch (codePoint) {
            case '%' -> "; a remainder is x - floor(x / y) * y";
            case '@' -> "; a matrix product is matmul(a, b)";
            case '{', '}' -> "; a list is [1, 2, 3]";
            case '.' -> "; a function is written f(x), and there is no file of that name";
            default -> "";
        };
    }
}
