/** Layers, losses, optimizers and training on top of the engine. */
module org.cotangent.nn {
    requires transitive org.cotangent;
    requires com.fasterxml.jackson.core;
    requires de.siegmar.fastcsv;
    requires java.desktop;

    exports org.cotangent.nn;
    exports org.cotangent.nn.data;
    exports org.cotangent.nn.estimators;
    exports org.cotangent.nn.files;
    exports org.cotangent.nn.optim;
    exports org.cotangent.nn.plot;
    exports org.cotangent.nn.search;
    exports org.cotangent.nn.train;
}
