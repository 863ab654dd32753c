/** Layers, losses, optimizers, training and files, on top of the engine. */
@SuppressWarnings("module") // those that see its helpers rest on this one and are compiled later
module org.cotangent.nn {
    requires transitive org.cotangent;
    requires com.fasterxml.jackson.core;

    exports org.cotangent.nn;
    exports org.cotangent.nn.distributions;
    exports org.cotangent.nn.files;
    exports org.cotangent.nn.images;
    exports org.cotangent.nn.optim;
    exports org.cotangent.nn.sequences;
    exports org.cotangent.nn.tables;
    exports org.cotangent.nn.train;
    exports org.cotangent.nn.internal to
            org.cotangent.nn.data,
            org.cotangent.nn.plot;
    exports org.cotangent.nn.internal.io to
            org.cotangent.nn.data;

    uses org.cotangent.nn.ModuleFormats;

    provides org.cotangent.nn.ModuleFormats with
            org.cotangent.nn.images.ImageFormats,
            org.cotangent.nn.sequences.SequenceFormats,
            org.cotangent.nn.tables.TableFormats;
}
