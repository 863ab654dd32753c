import org.cotangent.Functions.sigmoid
import org.cotangent.Tensor
import org.cotangent.Tensor.variable

operator fun Number.times(x: Tensor) = x * this // for 2 * x

fun main() {
    val x = variable(-2.0); val y = variable(5.0); val z = variable(-4.0)
    show((x + y) * z, x, y, z)

    val w0 = variable(2.0); val w1 = variable(-3.0); val b = variable(-3.0)
    show(sigmoid(-w0 - 2 * w1 + b), w0, w1, b)

    val t = variable(2.0)
    show(2 * t.pow(3.0) - t / 2 + 1, t)
}

fun show(f: Tensor, vararg inputs: Tensor) {
    val gradients = f.backward()
    println("$f ${inputs.map { gradients.of(it) }}")
}
