package networks;

import org.cotangent.Tensor;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.Trainer;

/** Trains a layer, with the bar that trainings show. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        SeededRandom random = new SeededRandom(1);
        Tensor x = Tensor.normal(random, 64, 2);
        Tensor y = x.sum(1).reshape(64, 1).mul(2).add(1);
        Dense model = new Dense("line", 2, 1, Initializers.xavier(), random);
        History history =
                Trainer.regressor(model, new Adam(0.1))
                        .epochs(100)
                        .fit(Dataset.ofValues(x, y), random);
        if (!(history.finalLoss() < 1e-3)) {
            throw new AssertionError("loss " + history.finalLoss());
        }
        System.out.println("trained: loss " + history.finalLoss());
    }
}
