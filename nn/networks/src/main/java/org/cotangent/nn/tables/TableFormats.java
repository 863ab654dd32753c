package org.cotangent.nn.tables;

import java.util.List;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.ModuleFormats;

/** The list of the formats of this package's layers. */
public final class TableFormats implements ModuleFormats {
    /** The list; {@link java.util.ServiceLoader} makes it. */
    public TableFormats() {}

    @Override
    public List<ModuleFormat<?>> formats() {
        return List.of(
                Branches.FORMAT,
                Columns.FORMAT,
                Mixture.FORMAT,
                Bilinear.FORMAT,
                Cosine.FORMAT,
                Euclidean.FORMAT,
                SparseDense.FORMAT);
    }
}
