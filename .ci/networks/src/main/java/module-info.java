/** A network alone. */
module networks {
    requires org.cotangent.nn;
}
