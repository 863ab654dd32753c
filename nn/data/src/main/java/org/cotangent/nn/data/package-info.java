/**
 * Data for training: {@linkplain org.cotangent.nn.data.Csv CSV files} to {@linkplain
 * org.cotangent.nn.data.Table tables} of numbers or {@linkplain org.cotangent.nn.data.Table of
 * texts}, NumPy's {@linkplain org.cotangent.nn.data.Npy NPY} and {@linkplain
 * org.cotangent.nn.data.Npz NPZ} and MNIST's {@linkplain org.cotangent.nn.data.Idx IDX} files, to
 * {@linkplain org.cotangent.nn.train.Dataset data sets}, which are {@linkplain
 * org.cotangent.nn.data.Split split} in two, {@linkplain org.cotangent.nn.data.ThreeWaySplit
 * three}, {@linkplain org.cotangent.nn.data.Folds folds} or {@linkplain
 * org.cotangent.nn.data.Partition any parts}, {@linkplain org.cotangent.nn.data.Transform
 * transformed} by transforms fitted to the training part, and divided into {@linkplain
 * org.cotangent.nn.train.Batches mini-batches}.
 *
 * <pre>{@code
 * String text = "5.1, 3.5, 0\n6.2, 2.9, 1\n4.9, 3.1, 0\n6.7, 3.0, 1";
 * Table table = Csv.plain().read(new java.io.StringReader(text), "flowers");
 * Dataset<Tensor, int[]> all = Dataset.ofClasses(table.tensor(0, 2), table.classes(2));
 * Split<Tensor, int[]> split = Split.of(all, 0.25, new SplittableRandom(1));
 * Standardizer standardizer = Standardizer.fit(split.train().inputs());
 * Dataset<Tensor, int[]> train = split.train().mapInputs(standardizer::apply);
 * Dataset<Tensor, int[]> test = split.test().mapInputs(standardizer::apply);
 * train.rows();   // 3
 * test.rows();    // 1
 * }</pre>
 *
 * <p>Nothing here is recorded for differentiation.
 */
package org.cotangent.nn.data;
