package org.cotangent.nn.images;

import java.util.List;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.ModuleFormats;

/** The list of the formats of this package's layers. */
public final class ImageFormats implements ModuleFormats {
    /** The list; {@link java.util.ServiceLoader} makes it. */
    public ImageFormats() {}

    @Override
    public List<ModuleFormat<?>> formats() {
        return List.of(
                Pooling.FORMAT,
                AdaptivePooling.FORMAT,
                FractionalPooling.FORMAT,
                MaxUnpool.FORMAT,
                UpSampling.FORMAT,
                Padding.FORMAT,
                LocalResponseNorm.FORMAT,
                SpatialDropout.FORMAT,
                PixelShuffle.FORMAT,
                Convolution.FORMAT,
                TransposedConvolution.FORMAT,
                DepthwiseSeparable.FORMAT);
    }
}
