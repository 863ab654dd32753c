/**
 * Multilayer perceptrons: {@linkplain org.cotangent.nn.Layer layers} with {@linkplain
 * org.cotangent.nn.Parameter parameters}, {@linkplain org.cotangent.nn.Losses losses}, {@linkplain
 * org.cotangent.nn.optim.Optimizer optimizers} and the {@linkplain org.cotangent.nn.train.Trainer
 * loop} that joins them.
 *
 * <pre>{@code
 * Dataset<Tensor, int[]> xor =
 *         Dataset.ofClasses(
 *                 Tensor.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}),
 *                 new int[] {0, 1, 1, 0});
 * RandomGenerator random = new SplittableRandom(1);
 * // 2 inputs, 2 classes, 1 hidden layer of 8
 * Mlp model = Mlp.of(2, 8, 2).activation(Activation.TANH).build(random);
 * Trainer.classifier(model, new Sgd(0.2, 0.9)).epochs(100).fit(xor, random);
 * Metrics.accuracy().apply(model.apply(xor.inputs()), xor.targets());   // 1
 * }</pre>
 *
 * <p>Inputs are matrices of shape [rows, features], one sample a row. Wherever chance enters, a
 * {@link java.util.random.RandomGenerator} is passed in: the same seed gives the same bits. Nothing
 * here is safe for use by several threads at once unless it says so.
 */
package org.cotangent.nn;
