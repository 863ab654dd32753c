/** Runnable samples. */
module org.cotangent.samples {
    requires org.cotangent.gradcheck;
    requires org.cotangent.nn;
}
