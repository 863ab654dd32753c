package org.cotangent.door;

/**
 * A way to the elements of an immutable array without a copy. Who goes through it must neither
 * write to what it gives nor keep what was handed over: an optimizer that copies every array in and
 * out spends more time on copying than on the step.
 *
 * @param <T> the type of arrays
 */
public final class Door<T> {
    private static volatile Door<?> door;

    private final Class<T> type;
    private final Way<T> way;

    /**
     * What the type itself knows.
     *
     * @param <T> the type of arrays
     */
    public interface Way<T> {
        /**
         * The elements, which must not be written to.
         *
         * @param array where from
         * @return the elements in row-major order
         */
        double[] elements(T array);

        /**
         * Makes an array.
         *
         * @param elements the elements, given away
         * @param shape the extents
         * @return an array that rests on them
         */
        T adopt(double[] elements, int[] shape);
    }

    private Door(Class<T> type, Way<T> way) {
        this.type = type;
        this.way = way;
    }

    /**
     * Opens the door, once: done by the type itself when it is initialised.
     *
     * @param type the type of arrays
     * @param way its elements, and how one is made of elements
     * @param <T> the type of arrays
     * @throws IllegalStateException if it is open already
     */
    public static <T> void open(Class<T> type, Way<T> way) {
        if (door != null) {
            throw new IllegalStateException("door: it is open for " + door.type);
        }
        door = new Door<>(type, way);
    }

    /**
     * The door to arrays of a type that is in use.
     *
     * @param type the type
     * @param <T> the type
     * @return the door
     * @throws IllegalStateException if the type is another, or was not initialised yet
     */
    @SuppressWarnings("unchecked")
    public static <T> Door<T> to(Class<T> type) {
        Door<?> found = door;
        if (found == null || found.type != type) {
            throw new IllegalStateException("door: there is none to " + type);
        }
        return (Door<T>) found;
    }

    /**
     * The elements in row-major order, which must not be written to.
     *
     * @param array where from
     * @return the elements themselves, or of a scalar a new array
     */
    public double[] elements(T array) {
        return way.elements(array);
    }

    /**
     * Makes an array of elements that nobody else keeps.
     *
     * @param elements the elements in row-major order, given away
     * @param shape the extents
     * @return an array that rests on them
     * @throws IllegalArgumentException if the shape does not have as many elements
     */
    public T adopt(double[] elements, int... shape) {
        return way.adopt(elements, shape);
    }
}
