package org.cotangent.nn.train;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/** Operations on what has rows: tensors, arrays of any type, lists, and {@link Samples}. */
final class Rows {
    private static final int NUMBERS = 1 << 16; // of a block

    private Rows() {}

    /** Whether a thing has rows. */
    static boolean has(Object x) {
        return x instanceof Tensor tensor
                ? tensor.rank() > 0
                : x instanceof Samples<?>
                        || x instanceof List<?>
                        || x != null && x.getClass().isArray();
    }

    /** Whether the type tells what the rows are: objects in a list or an array may be parts. */
    static boolean known(Object x) {
        Class<?> element = x == null ? null : x.getClass().getComponentType();
        return has(x)
                && !(x instanceof List<?>)
                && (element == null || element.isPrimitive() || element.isArray());
    }

    /** Whether the selection of rows is this library's, which draws nothing. */
    static boolean ours(Object x) {
        return x instanceof Dataset<?, ?> || x instanceof Pair<?, ?>
                ? ((Samples<?>) x).parts().stream().allMatch(Rows::ours)
                : !(x instanceof Samples<?>);
    }

    private static void require(Object x) {
        if (!has(x)) {
            throw Checks.illegal(
                    "samples: %s has no rows; a tensor of rank 1 or more, an array, a list or a"
                            + " type that implements Samples expected",
                    x instanceof Tensor ? "a scalar" : "a " + x.getClass().getTypeName());
        }
    }

    static int count(Object x) {
        require(x);
        return x instanceof Tensor tensor
                ? tensor.size(0)
                : x instanceof Samples<?> samples
                        ? samples.rows()
                        : x instanceof List<?> list ? list.size() : Array.getLength(x);
    }

    @SuppressWarnings("unchecked")
    static <T> T select(T all, int... rows) {
        require(all);
        Object some;
        if (all instanceof Tensor tensor) {
            some = tensor.indexSelect(0, rows);
        } else if (all instanceof Samples<?> samples) {
            some = samples.select(rows);
        } else if (all instanceof List<?> list) {
            some = IntStream.of(rows).mapToObj(list::get).toList();
        } else if (all instanceof int[] numbers) {
            some = IntStream.of(rows).map(row -> numbers[row]).toArray();
        } else {
            some = Array.newInstance(all.getClass().getComponentType(), rows.length);
            for (int i = 0; i < rows.length; i++) {
                Array.set(some, i, Array.get(all, rows[i]));
            }
        }
        return (T) some;
    }

    /** A copy that follows neither the caller's array or list, nor gradients. */
    @SuppressWarnings("unchecked")
    static <T> T copy(T all) {
        if (all instanceof Tensor tensor) {
            return (T) tensor.stopGradient();
        }
        if (all instanceof List<?> list) {
            return (T) List.copyOf(list);
        }
        return all instanceof Samples<?>
                ? all
                : select(all, IntStream.range(0, count(all)).toArray());
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
            eachBlock(values, (row, numbers) -> add(crc, numbers));
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

    /** A consumer of the numbers of some rows. */
    @FunctionalInterface
    interface Block {
        /** The first number is the first of a row. */
        void take(int firstRow, double[] numbers);
    }

    /**
     * Goes through the numbers of a tensor some rows at a time, so that large data are not copied.
     */
    static void eachBlock(Tensor data, Block block) {
        int rows = data.size(0);
        int width = data.size() / Math.max(1, rows);
        int most = Math.max(1, NUMBERS / Math.max(1, width));
        for (int from = 0; from < rows; from += most) {
            int to = Math.min(rows, from + most);
            Tensor some = from == 0 && to == rows ? data : data.slice(0, from, to);
            block.take(from, some.toArray());
        }
    }
}
