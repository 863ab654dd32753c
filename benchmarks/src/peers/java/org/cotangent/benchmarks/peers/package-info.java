/** Contenders that need large libraries; only in Maven profile "peers". */
package org.cotangent.benchmarks.peers;
