/** Tables, files of arrays, transforms and estimators, on top of the networks. */
module org.cotangent.nn.data {
    requires transitive org.cotangent.nn;
    requires de.siegmar.fastcsv;

    exports org.cotangent.nn.data;
    exports org.cotangent.nn.estimators;
    exports org.cotangent.nn.search;
}
