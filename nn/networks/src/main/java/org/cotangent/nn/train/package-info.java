/**
 * The {@linkplain org.cotangent.nn.train.Trainer loop} that fits a model to data, and its tools:
 * {@linkplain org.cotangent.nn.train.SanityChecks checks before a training}, a {@linkplain
 * org.cotangent.nn.train.LearningRateFinder search for a learning rate}, {@linkplain
 * org.cotangent.nn.train.EarlyStopping early stopping}, {@linkplain org.cotangent.nn.train.Callback
 * callbacks}, {@linkplain org.cotangent.nn.train.Trainer#checkpoint checkpoints} from which a
 * training goes on to the same bits, the {@linkplain org.cotangent.nn.train.History history}, the
 * {@linkplain org.cotangent.nn.train.Evaluation evaluation} of the result, and a {@linkplain
 * org.cotangent.nn.train.TrainingReport report} of all of it.
 *
 * <pre>{@code
 * SeededRandom random = new SeededRandom(1);
 * Tensor x = Tensor.uniform(random, -1, 1, 200, 2);
 * int[] inside = new int[200];
 * for (int row = 0; row < 200; row++) {
 *     inside[row] = Math.hypot(x.get(row, 0), x.get(row, 1)) < 0.8 ? 1 : 0;
 * }
 * Split<Tensor, int[]> split = Split.of(Dataset.ofClasses(x, inside), 0.25, random);
 * Mlp model = Mlp.of(2, 32, 2).activation(Activation.TANH).build(random);
 * SupervisedTrainer<int[]> trainer =
 *         Trainer.classifier(model, new Sgd(0.3, 0.9))
 *                 .epochs(200)
 *                 .validate(split.test())
 *                 .regularizer(Regularizers.l2(1e-4))
 *                 .earlyStopping(new EarlyStopping(Monitor.validationLoss(), 30));
 * History history = trainer.fit(split.train(), random);
 * trainer.evaluate(split.test()).metric("accuracy") > 0.9;   // true
 * }</pre>
 */
package org.cotangent.nn.train;
