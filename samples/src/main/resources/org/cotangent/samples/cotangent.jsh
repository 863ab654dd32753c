// Start-up file of JShell; the sample Shell uses it. By hand: jshell --class-path ... --startup DEFAULT --startup cotangent.jsh
import java.util.function.UnaryOperator;
import org.cotangent.*;
import org.cotangent.graph.*;
import org.cotangent.gradcheck.*;
import org.cotangent.nn.*;
import org.cotangent.nn.data.*;
import org.cotangent.nn.estimators.*;
import org.cotangent.nn.files.*;
import org.cotangent.nn.optim.*;
import org.cotangent.nn.plot.*;
import org.cotangent.nn.train.*;
import static org.cotangent.Differentiate.*;
import static org.cotangent.Functions.*;
import static org.cotangent.Special.*;
import static org.cotangent.Tensor.*;

/** Prints anything, lines as lines. */
void show(Object value) { System.out.println(String.valueOf(value).stripTrailing()); }

/** Prints the graph of a result, with the gradients of a number. */
void graph(Tensor result) {
    boolean number = result.size() == 1 && result.varies();
    show(number ? Graph.of(result).toText(Backward.of(result).keepAll().run()) : Graph.of(result).toText());
}

/** Prints the backward pass of a result, step by step. */
void trace(Tensor result) { show(Trace.of(result).toText()); }

/** Compares the gradients of a function at a point with numerical ones. */
void check(UnaryOperator<Tensor> f, Tensor x) { show(GradCheck.check(f, x)); }

