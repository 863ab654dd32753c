/**
 * The search for hyper-parameters: a {@linkplain org.cotangent.nn.search.Space space} of values, a
 * {@linkplain org.cotangent.nn.search.Search search} of it, by a grid or at random, with
 * cross-validation and successive halving, and the {@linkplain org.cotangent.nn.search.SearchResult
 * table} of what was tried.
 *
 * <pre>{@code
 * Space space = new Space().logUniform("rate", 1e-4, 1).integer("depth", 1, 3);
 * SearchResult result = Search.random(space, 40).run(7, trial ->
 *         Math.abs(Math.log10(trial.number("rate")) + 2) + trial.integer("depth"));
 * result.best().integer("depth");          // 1
 * result.best().number("rate") < 0.1;      // true
 * result.rows().size();                    // 40
 * }</pre>
 *
 * <p>A trial is a function: it trains whatever it likes, by whatever means, and returns a score.
 */
package org.cotangent.nn.search;
