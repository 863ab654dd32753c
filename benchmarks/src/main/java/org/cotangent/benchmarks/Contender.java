package org.cotangent.benchmarks;

/**
 * A library, or a way of writing things, that does the {@link Work}. Those that are always there
 * are listed in {@link Contenders}; others are found by {@link java.util.ServiceLoader}.
 */
public interface Contender {
    /**
     * Its name in tables and on the command line.
     *
     * @return as "ejml"
     */
    String name();

    /**
     * The description, with versions and settings that matter.
     *
     * @return as "EJML 0.44"
     */
    String description();

    /**
     * Makes the inputs of a piece of work.
     *
     * @param work its name in the catalog
     * @param size its extents
     * @return the work, or null if this contender does not do it
     */
    Job job(String work, int[] size);
}
