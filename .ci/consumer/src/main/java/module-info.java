/** Uses the published jars from outside the build. */
module consumer {
    requires org.cotangent;
    requires org.cotangent.gradcheck;
    requires org.cotangent.nn;
}
