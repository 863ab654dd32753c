/** Layers, losses, optimizers and training on top of the engine. */
module org.cotangent.nn {
    requires transitive org.cotangent;
    requires de.siegmar.fastcsv;
    requires me.tongfei.progressbar;

    exports org.cotangent.nn;
    exports org.cotangent.nn.data;
}
