package org.cotangent.nn.sequences;

import java.util.List;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.ModuleFormats;

/** The list of the formats of this package's layers. */
public final class SequenceFormats implements ModuleFormats {
    /** The list; {@link java.util.ServiceLoader} makes it. */
    public SequenceFormats() {}

    @Override
    public List<ModuleFormat<?>> formats() {
        return List.of(
                ElmanCell.FORMAT,
                LstmCell.FORMAT,
                GruCell.FORMAT,
                Recurrent.FORMAT,
                MultiHeadAttention.FORMAT,
                PositionalEncoding.FORMAT,
                PositionalEmbedding.FORMAT,
                TransformerEncoderLayer.FORMAT,
                TransformerDecoderLayer.FORMAT);
    }
}
