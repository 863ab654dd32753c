import static org.cotangent.Functions.*;
import static org.cotangent.Tensor.variable;

import java.util.stream.Stream;
import org.cotangent.Tensor;

public class Formulas {
    public static void main(String[] args) {
        Tensor x = variable(-2), y = variable(5), z = variable(-4);
        print((x + y) * z, x, y, z);

        Tensor w0 = variable(2), w1 = variable(-3), b = variable(-3);
        print(sigmoid(-w0 - 2 * w1 + b), w0, w1, b);

        Tensor t = variable(2);
        print(2 * t.pow(3) - t / 2 + 1, t);
    }

    static void print(Tensor f, Tensor... inputs) {
        System.out.println(f + " " + Stream.of(inputs).map(f.backward()::of).toList());
    }
}
