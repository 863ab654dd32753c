/**
 * Rules that update parameters by gradients, learning-rate schedules, and methods that minimize a
 * loss which they compute themselves.
 *
 * <table>
 * <caption>Methods and their classes</caption>
 * <tr><th>Method</th><th>Here</th></tr>
 * <tr><td>gradient descent</td><td>{@code new Sgd(0.1)}, with the gradients of all data</td></tr>
 * <tr><td>stochastic gradient descent, SGD</td><td>the same, with those of mini-batches</td></tr>
 * <tr><td>momentum</td><td>{@code new Sgd(0.1, 0.9)}</td></tr>
 * <tr><td>Nesterov's momentum</td><td>{@code new Sgd(0.1, 0.9).nesterov()}</td></tr>
 * <tr><td>Adagrad</td><td>{@code new Adagrad(0.01)}</td></tr>
 * <tr><td>RMSProp</td><td>{@code new RmsProp(0.001)}</td></tr>
 * <tr><td>Adam</td><td>{@code new Adam(0.001)}</td></tr>
 * <tr><td>AMSGrad</td><td>{@code new Adam(0.001).amsgrad()}</td></tr>
 * <tr><td>AdamW</td><td>{@code new AdamW(0.001)}</td></tr>
 * <tr><td>Adamax</td><td>{@code new Adamax(0.002)}</td></tr>
 * <tr><td>random search</td><td>{@code RandomSearch.nearby(0.1, random)}</td></tr>
 * <tr><td>L-BFGS</td><td>{@code new Lbfgs()}</td></tr>
 * <tr><td>schedules</td><td>{@code Schedules.cosine(0.1, 20, 0)} and its neighbors</td></tr>
 * <tr><td>a rate that falls on a plateau</td><td>{@code new ReduceOnPlateau(0.1)}</td></tr>
 * <tr><td>clipping</td><td>{@code Clipping.byGlobalNorm(new Adam(0.001), 1)}</td></tr>
 * <tr><td>parameter groups</td>
 * <td>{@code new Adam(0.001).group("biases", ParameterGroup.where(...).weightDecay(0))}</td></tr>
 * </table>
 *
 * <p>{@linkplain org.cotangent.nn.optim.Optimizer Optimizers} make one step from one gradient;
 * {@linkplain org.cotangent.nn.optim.Minimizer minimizers} ask for the loss as often as they like.
 * All of them can be {@linkplain org.cotangent.nn.Stateful saved and continued}, bit for bit.
 */
package org.cotangent.nn.optim;
