/** Reverse-mode automatic differentiation over dense tensors. */
@SuppressWarnings("module") // the library's own module rests on this one and is compiled later
module org.cotangent {
    exports org.cotangent;
    exports org.cotangent.graph;
    exports org.cotangent.linalg;
    exports org.cotangent.program;
    exports org.cotangent.groovy;
    exports org.cotangent.internal to
            org.cotangent.gradcheck,
            org.cotangent.nn;
}
