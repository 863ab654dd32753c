/** Charts, images and pictures of trainings, as files. */
module org.cotangent.nn.plot {
    requires transitive org.cotangent.nn;
    requires java.desktop;

    exports org.cotangent.nn.plot;
}
