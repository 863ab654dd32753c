/** Reverse-mode automatic differentiation over dense tensors. */
module org.cotangent {
    exports org.cotangent;
}
