// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
// spotless:on
package org.cotangent.samples.networks;

import java.io.IOException;
import java.io.StringReader;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.data.Csv;
import org.cotangent.nn.data.Missing;
import org.cotangent.nn.data.Partition;
import org.cotangent.nn.data.Table;
import org.cotangent.nn.data.TableTransform;
import org.cotangent.nn.data.Unknown;
import org.cotangent.nn.estimators.MlpRegressor;

/**
 * Regression of prices on a table with a column of words beside columns of numbers, and with
 * missing cells. Each kind of bicycle becomes an input of its own that is 1 or 0; an age that is
 * missing becomes the usual age, and a further input says that it was missing.
 *
 * <p>What to see: the answers for unseen bicycles are off by about 80, where the mean price would
 * be off by about 420; most of what is left is the gaps. Even a kind that is not in the training
 * data gets a price, though not a reliable one.
 *
 * <p>The 2,000 bicycles are made up, by the rule in {@link #csv}: a new price by kind, of which a
 * fifth is lost every year.
 */
public final class BicyclePrices {
    private static final long SEED = 1;
    private static final int ROWS = 2000;
    private static final String[] KINDS = {"city", "mountain", "race"};
    private static final double[] NEW_PRICES = {600, 1200, 2500};

    private BicyclePrices() {}

    /**
     * Reads the table, trains a network, and prints how it does on unseen bicycles.
     *
     * @param arguments none
     * @throws IOException if the table cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        String csv = csv(random);
        System.out.println("the table begins");
        csv.lines().limit(6).forEach(line -> System.out.println("  " + line));
        // a file would be read in the same way
        Csv format = Csv.plain().withHeader().missing("?");
        Table table = format.readText(new StringReader(csv), "bicycles");

        int[][] parts = Partition.random(table.rows(), random, 0.75, 0.25);
        Table train = table.select(parts[0]);
        Table test = table.select(parts[1]);
        // what is learned from the table - kinds there are, the usual age - is learned from train
        TableTransform preparation =
                TableTransform.of()
                        .categories("kind")
                        .missing(Missing.OWN_CATEGORY)
                        .unknown(Unknown.ZEROS)
                        .numbers("age")
                        .missing(Missing.MEDIAN)
                        .indicated()
                        .numbers("gears")
                        .fit(train);
        System.out.println("inputs of the network: " + preparation.names());

        MlpRegressor regressor =
                new MlpRegressor()
                        .hidden(32)
                        .learningRate(0.01)
                        .epochs(300)
                        .seed(SEED)
                        .fit(preparation.apply(train), train.numbers("price"));
        Tensor prices = test.numbers("price");
        Tensor answers = regressor.predict(preparation.apply(test));
        System.out.printf(
                Locale.ROOT,
                "mean error on %d unseen bicycles: %.0f (always the mean price: %.0f)%n",
                test.rows(),
                answers.sub(prices).abs().mean().value(),
                prices.sub(train.numbers("price").mean()).abs().mean().value());
        System.out.printf(
                Locale.ROOT,
                "R2 on unseen bicycles: %.3f%n",
                regressor.score(preparation.apply(test), prices));

        Table offers =
                format.readText(
                        new StringReader(
                                """
                                kind,age,gears
                                race,0,22
                                race,5,22
                                city,5,7
                                city,?,7
                                tandem,5,7
                                """),
                        "offers");
        Tensor asked = regressor.predict(preparation.apply(offers));
        System.out.println("what it makes of new offers:");
        for (int row = 0; row < offers.rows(); row++) {
            String age = offers.text(row, 1) == null ? "unknown" : offers.text(row, 1);
            System.out.printf(
                    Locale.ROOT,
                    "  %-6s of age %-7s %5.0f%n",
                    offers.text(row, 0),
                    age,
                    asked.get(row, 0));
        }
        System.out.printf(
                Locale.ROOT,
                "the rule has %.0f, %.0f and %.0f for the first three%n",
                price(2, 0),
                price(2, 5),
                price(0, 5));
    }

    /** The price of a bicycle by the formula. */
    private static double price(int kind, double age) {
        return NEW_PRICES[kind] * StrictMath.pow(0.8, age);
    }

    private static String csv(RandomGenerator random) {
        StringBuilder text = new StringBuilder("kind,age,gears,price\n");
        for (int row = 0; row < ROWS; row++) {
            int kind = random.nextInt(KINDS.length);
            int age = random.nextInt(11);
            int gears = kind == 0 ? random.nextInt(3, 9) : random.nextInt(10, 25);
            double haggling = 1 + 0.05 * random.nextGaussian();
            text.append(random.nextInt(20) == 0 ? "?" : KINDS[kind])
                    .append(',')
                    .append(random.nextInt(10) == 0 ? "?" : age)
                    .append(',')
                    .append(gears)
                    .append(',')
                    .append(Math.round(price(kind, age) * haggling))
                    .append('\n');
        }
        return text.toString();
    }
}
