package org.cotangent.nn.train;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.cotangent.Tensor;

/**
 * A type of things with rows: how many there are, how some are selected, and how a copy is made
 * that does not follow the caller's array.
 */
record RowKind<T>(
        Class<?> type,
        ToIntFunction<T> counter,
        BiFunction<T, int[], T> selector,
        UnaryOperator<T> copier) {
    private static final List<RowKind<?>> KINDS =
            List.of(
                    new RowKind<Tensor>(
                            Tensor.class,
                            x -> x.size(0),
                            (x, rows) -> x.indexSelect(0, rows),
                            Tensor::stopGradient),
                    new RowKind<Samples<?>>(
                            Samples.class, Samples::rows, (x, rows) -> x.select(rows), x -> x),
                    new RowKind<List<?>>(
                            List.class,
                            Collection::size,
                            (x, rows) -> IntStream.of(rows).mapToObj(x::get).toList(),
                            List::copyOf));

    /** Arrays of any type; that of classes is the usual one. */
    private static final RowKind<Object> ARRAY =
            new RowKind<>(
                    Object.class,
                    Array::getLength,
                    RowKind::ofArray,
                    x -> ofArray(x, IntStream.range(0, Array.getLength(x)).toArray()));

    private static Object ofArray(Object all, int[] rows) {
        if (all instanceof int[] numbers) {
            return IntStream.of(rows).map(row -> numbers[row]).toArray();
        }
        Object some = Array.newInstance(all.getClass().getComponentType(), rows.length);
        for (int i = 0; i < rows.length; i++) {
            Array.set(some, i, Array.get(all, rows[i]));
        }
        return some;
    }

    /** Whether a thing has rows. */
    static boolean has(Object rows) {
        return rows instanceof Tensor x ? x.rank() > 0 : rows != null && find(rows) != null;
    }

    @SuppressWarnings("unchecked")
    private static <T> RowKind<T> find(T rows) {
        for (RowKind<?> kind : KINDS) {
            if (kind.type.isInstance(rows)) {
                return (RowKind<T>) kind;
            }
        }
        return rows.getClass().isArray() ? (RowKind<T>) ARRAY : null;
    }

    static <T> RowKind<T> of(T rows) {
        RowKind<T> kind = has(rows) ? find(rows) : null;
        if (kind == null) {
            throw new IllegalArgumentException(
                    "samples: "
                            + (rows instanceof Tensor
                                    ? "a scalar"
                                    : "a " + rows.getClass().getTypeName())
                            + " has no rows; a tensor of rank 1 or more, an array, a list or a type"
                            + " that implements Samples expected");
        }
        return kind;
    }

    int count(T rows) {
        return counter.applyAsInt(rows);
    }

    T select(T all, int... rows) {
        return selector.apply(all, rows);
    }

    T copy(T rows) {
        return copier.apply(rows);
    }

    /** The type and the extents, as "Tensor [60, 4]" or "int[60][]". */
    static String described(Object rows) {
        if (rows instanceof Tensor x) {
            return "Tensor " + Arrays.toString(x.shape());
        }
        if (rows.getClass().isArray()) {
            String type = rows.getClass().getSimpleName();
            return type.replaceFirst("\\[", "[" + Array.getLength(rows));
        }
        return rows instanceof List<?> list ? "list of " + list.size() : rows.toString();
    }

    /** Adds the contents to a checksum; of types that are not known, nothing. */
    static void add(CRC32C crc, Object x) {
        if (x instanceof Tensor values) {
            Blocks.each(values, (row, numbers) -> add(crc, numbers));
        } else if (x instanceof double[] numbers) {
            ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * numbers.length);
            bytes.asDoubleBuffer().put(numbers);
            crc.update(bytes);
        } else if (x instanceof int[] numbers) {
            ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * numbers.length);
            bytes.asIntBuffer().put(numbers);
            crc.update(bytes);
        } else if (x instanceof Samples<?> samples) {
            samples.parts().forEach(part -> add(crc, part));
        } else if (x instanceof List<?> list) {
            list.forEach(each -> add(crc, each));
        } else if (x != null && x.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(x); i++) {
                add(crc, Array.get(x, i));
            }
        } else if (x instanceof Number
                || x instanceof CharSequence
                || x instanceof Boolean
                || x instanceof Enum<?>) {
            crc.update(x.toString().getBytes(StandardCharsets.UTF_8));
        }
        crc.update(';'); // where one ends and the next begins
    }
}
