package org.cotangent.benchmarks.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One of GradBench's evaluations.
 *
 * @param name the name of its module
 * @param reader makes the problem of an input
 */
record Evaluation(String name, Function<JsonNode, Problem> reader) {
    static final List<Evaluation> ALL =
            List.of(
                    new Evaluation("hello", Hello::of),
                    new Evaluation("llsq", Llsq::of),
                    new Evaluation("lse", Lse::of),
                    new Evaluation("gmm", Gmm::of),
                    new Evaluation("ba", Ba::of),
                    new Evaluation("ht", Ht::of),
                    new Evaluation("lstm", Lstm::of),
                    new Evaluation("ode", Ode::of),
                    new Evaluation("det", Det::of),
                    new Evaluation("kmeans", Kmeans::of),
                    new Evaluation("particle", Particle::of),
                    new Evaluation("saddle", Saddle::of));

    static Optional<Evaluation> find(String name) {
        return ALL.stream().filter(x -> x.name.equals(name)).findFirst();
    }
}
