// spotless:off
//DEPS org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT org.cotangent:cotangent-gradcheck:0.1.0-SNAPSHOT
//DEPS org.apache.commons:commons-jexl3:3.6.2 info.picocli:picocli:4.7.7
//SOURCES Answer.java Formula.java FormulaException.java Functions.java Numbers.java Operators.java Source.java Sweep.java Token.java Translator.java
// spotless:on
package org.cotangent.samples.calculator;

import java.awt.Desktop;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

// Longer than 400 lines: the options of the command line with their texts; formulas are elsewhere.

/**
 * A calculator with gradients: evaluates a formula at a point and prints the value, the derivatives
 * with respect to all variables, the graph, and whether numerical derivatives agree.
 */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        version = "evaluate, with the gradients of Cotangent",
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "Evaluates a formula and its derivatives.%n",
        synopsisHeading = "Usage: ",
        customSynopsis = "evaluate [options] FORMULA [NAME=VALUE ...]%n",
        parameterListHeading = "Arguments:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Formulas:",
            "  + - * /, ^ or ** for powers, < <= > >= == !=, and or not (&& || !),",
            "  c ? a : b, [1, 2, 3], x[0], pi, e, and the functions of --functions.",
            "  a = x + y; a * z    names a part of the formula; so do lines of a file.",
            "  # or // begins a comment.",
            "",
            "Examples:",
            "  evaluate \"(x + y) * z\" x=-2 y=5 z=-4 --html page.html --open",
            "  evaluate \"sigmoid(dot(w, x) + b)\" \"w=[2,-3]\" \"x=[-1,-2]\" b=-3",
            "  evaluate \"x^4 - sin(x)\" x=pi/3 --order 4 --digits 15",
            "  evaluate \"x * exp(-x^2)\" --at x=-3:3:0.1 --plot f.png --open",
            "",
            "Exit status: 0; 1 if the check did not pass; 2 if the input is refused."
        })
public final class Evaluate implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger("org.cotangent");
    private static final int HIGHEST_ORDER = 10;
    private static final int MOST_DIGITS = 17;

    private final Predicate<Path> opener;

    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FORMULA",
            description = "a formula, or the name of a file that holds one")
    private String formulaOrFile;

    @Parameters(
            index = "1..*",
            paramLabel = "NAME=VALUE",
            description =
                    "values of the variables: numbers, lists such as [1,2,3] or [[1,2],[3,4]],"
                            + " formulas such as pi/2")
    private List<String> valueArguments = new ArrayList<>();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "read the formula from this file; all arguments are values then")
    private Path file;

    @Option(
            names = "--wrt",
            split = ",",
            paramLabel = "NAME",
            description = "differentiate with respect to these variables alone")
    private List<String> wrt;

    @Option(
            names = "--order",
            defaultValue = "1",
            paramLabel = "N",
            description =
                    "the highest order of derivatives: 2 for the Hessian, up to "
                            + HIGHEST_ORDER
                            + " for one variable that is a number")
    private int order;

    @Option(
            names = "--digits",
            defaultValue = "6",
            paramLabel = "N",
            description = "significant digits of values and derivatives (${DEFAULT-VALUE})")
    private int digits;

    @Option(
            names = "--at",
            paramLabel = "NAME=FROM:TO[:STEP]",
            description = "value and derivatives along one variable, as a table")
    private String at;

    @Option(
            names = "--plot",
            paramLabel = "FILE.png",
            description = "with --at: a chart instead of the table")
    private Path plot;

    @Option(names = "--trace", description = "print the backward pass step by step")
    private boolean trace;

    @Option(names = "--no-graph", description = "leave out the graph")
    private boolean noGraph;

    @Option(
            names = "--no-check",
            description = "leave out the comparison with numerical derivatives")
    private boolean noCheck;

    @Option(
            names = "--html",
            paramLabel = "FILE.html",
            description =
                    "write the graph as a page: both passes step by step, inputs that can be moved")
    private Path html;

    @Option(names = "--svg", paramLabel = "FILE.svg", description = "write the graph as a picture")
    private Path svg;

    @Option(names = "--open", description = "open the written files")
    private boolean open;

    @Option(names = "--functions", description = "list the functions and what they take")
    private boolean functions;

    private Evaluate(Predicate<Path> opener) {
        this.opener = opener;
    }

    /**
     * Evaluates a formula; ends the Java virtual machine if the status is not 0.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        // the engine tells which loops it chose, which is not part of an answer
        LOG.setLevel(Level.WARNING);
        int status = commandLine(Evaluate::onDesktop).execute(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    /**
     * The command, ready to be executed with arguments.
     *
     * @param opener opens a file; false if it cannot
     */
    static CommandLine commandLine(Predicate<Path> opener) {
        return new CommandLine(new Evaluate(opener))
                // a formula may begin with a sign
                .setUnmatchedOptionsArePositionalParams(true)
                .setPosixClusteredShortOptionsAllowed(false)
                .setParameterExceptionHandler(
                        (exception, arguments) ->
                                refuse(exception.getCommandLine(), exception.getMessage()))
                .setExecutionExceptionHandler(
                        (exception, command, parsed) -> {
                            if (exception instanceof FormulaException
                                    || exception instanceof IllegalArgumentException) {
                                return refuse(command, exception.getMessage());
                            }
                            if (exception instanceof IOException) {
                                return refuse(command, "cannot write the file: " + exception);
                            }
                            throw exception;
                        });
    }

    private static int refuse(CommandLine command, String message) {
        command.getErr().println("evaluate: " + message);
        command.getErr().flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public Integer call() throws IOException {
        try {
            return evaluate();
        } catch (StackOverflowError e) {
            throw new FormulaException("the formula is nested too deeply");
        }
    }

    private int evaluate() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (functions) {
            Functions.signatures().forEach(out::println);
            return 0;
        }
        List<String> arguments = new ArrayList<>(valueArguments);
        if (formulaOrFile != null) {
            arguments.add(0, formulaOrFile);
        }
        requireOptions(arguments);
        Formula formula = Formula.read(source(arguments));
        Map<String, Tensor> values = values(arguments);
        Sweep sweep = at == null ? null : Sweep.of(at);
        Set<String> given = new LinkedHashSet<>(values.keySet());
        if (sweep != null) {
            given.add(sweep.variable());
        }
        formula.requireVariables(given);
        boolean passed = true;
        if (sweep == null || values.containsKey(sweep.variable())) {
            Answer answer = new Answer(formula, values, wrt(values), out, digits);
            answer.derivatives(order);
            if (!noGraph) {
                answer.graph();
            }
            if (trace) {
                answer.trace();
            }
            passed = noCheck || answer.check(order);
            if (html != null || svg != null || sweep != null) {
                out.println();
            }
            if (html != null) {
                write(html, answer.page());
            }
            if (svg != null) {
                write(svg, answer.picture());
            }
        } else if (html != null || svg != null) {
            throw new FormulaException(
                    "--html and --svg draw the graph at a point; give "
                            + sweep.variable()
                            + " a value, too, as in "
                            + sweep.variable()
                            + "=1");
        }
        if (sweep != null) {
            sweep(formula, values, sweep, out);
        }
        out.flush();
        return passed ? 0 : 1;
    }

    private void requireOptions(List<String> arguments) {
        arguments.stream()
                .filter(argument -> argument.matches("--[a-z].*"))
                .findFirst()
                .ifPresent(
                        unknown -> {
                            throw new FormulaException(
                                    "unknown option " + unknown + "; --help lists them");
                        });
        requireBetween("--order", order, 1, HIGHEST_ORDER);
        requireBetween("--digits", digits, 1, MOST_DIGITS);
        if (plot != null && at == null) {
            throw new FormulaException("--plot needs --at, such as --at x=-3:3:0.1");
        }
        if (plot != null && !plot.toString().matches(".*[.](png|svg)")) {
            throw new FormulaException(
                    "--plot " + plot + "; a name that ends with .png or .svg expected");
        }
        if (open && plot == null && html == null && svg == null) {
            throw new FormulaException("--open needs --html, --svg or --plot");
        }
    }

    private static void requireBetween(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new FormulaException(
                    option
                            + " "
                            + value
                            + "; a number from "
                            + least
                            + " to "
                            + most
                            + " expected");
        }
    }

    /** The formula, taken from the arguments if no file is named. */
    private Source source(List<String> arguments) throws IOException {
        if (file != null) {
            return read(file);
        }
        if (arguments.isEmpty()) {
            throw new FormulaException(
                    "a formula is missing; such as evaluate \"(x + y) * z\" x=-2 y=5 z=-4,"
                            + " or --help");
        }
        String first = arguments.remove(0);
        if (first.matches("\\S*[./\\\\]\\S*")) {
            try {
                if (Files.isRegularFile(Path.of(first))) {
                    return read(Path.of(first));
                }
            } catch (InvalidPathException e) {
                return new Source("", first); // no name of a file
            }
        }
        return new Source("", first);
    }

    private static Source read(Path file) throws IOException {
        try {
            return new Source(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new FormulaException("there is no file " + file);
        } catch (IOException e) {
            throw new FormulaException("cannot read " + file + " as text: " + e);
        }
    }

    private static Map<String, Tensor> values(List<String> arguments) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? "" : argument.substring(0, equals).strip();
            if (!Token.isName(name)) {
                throw new FormulaException(
                        "\""
                                + argument
                                + "\" is not of the form name=value; a formula with spaces stands"
                                + " in quotes");
            }
            Source text = new Source("the value of " + name, argument.substring(equals + 1));
            if (values.put(name, Formula.constant(text).stopGradient().named(name)) != null) {
                throw new FormulaException(name + " is given two values");
            }
        }
        return values;
    }

    /** The variables to differentiate with respect to, in the order of their values. */
    private List<String> wrt(Map<String, Tensor> values) {
        if (wrt == null) {
            return List.copyOf(values.keySet());
        }
        for (String name : wrt) {
            if (!values.containsKey(name)) {
                throw new FormulaException(
                        "--wrt "
                                + name
                                + ": no variable; there are "
                                + String.join(", ", values.keySet()));
            }
        }
        return wrt.stream().distinct().toList();
    }

    private void sweep(Formula formula, Map<String, Tensor> values, Sweep sweep, PrintWriter out)
            throws IOException {
        List<String> swept = List.of(sweep.variable());
        double[][] curves =
                sweep.curves(x -> formula.apply(Answer.replaced(values, swept, x)), order);
        String f = formula.result();
        List<String> names =
                IntStream.rangeClosed(0, order)
                        .mapToObj(k -> k == 0 ? f : Answer.derivative(f, sweep.variable(), k))
                        .toList();
        if (plot == null) {
            sweep.print(out, names, curves, digits);
            return;
        }
        boolean whole = sweep.draw(plot, formula.title(), names, curves);
        written(plot, whole ? "" : ", cut where curves go far off");
    }

    private void write(Path target, String text) throws IOException {
        Files.writeString(target, text);
        written(target, "");
    }

    private void written(Path target, String remark) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("written: " + target + remark);
        if (open && !opener.test(target)) {
            out.println("to be opened by hand: " + target.toAbsolutePath().toUri());
        }
    }

    /**
     * Opens a file with the program that the desktop has for it.
     *
     * @return false if there is no desktop
     */
    private static boolean onDesktop(Path file) {
        try {
            if (Desktop.isDesktopSupported()
                    && Desktop.getDesktop().isSupported(Desktop.Action.OPEN)) {
                Desktop.getDesktop().open(file.toFile());
                return true;
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }
}
