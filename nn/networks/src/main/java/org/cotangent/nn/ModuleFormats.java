package org.cotangent.nn;

import java.util.List;

/**
 * A list of the {@linkplain ModuleFormat formats} of a package or an artifact, found by {@link
 * java.util.ServiceLoader}: modules of these classes are saved and loaded without their formats
 * being handed over.
 */
public interface ModuleFormats {
    /**
     * The formats.
     *
     * @return each of another kind, none of which another list has
     */
    List<ModuleFormat<?>> formats();
}
