/**
 * Files: {@linkplain org.cotangent.nn.files.Models models} as weights and layers, {@linkplain
 * org.cotangent.nn.files.Weights weights} alone, {@linkplain org.cotangent.nn.files.Checkpoints
 * checkpoints} of a training, and {@linkplain org.cotangent.nn.files.Safetensors safetensors},
 * which Python reads and writes.
 *
 * <p>Every file is written beside the old one and then put in its place at once: a reader and
 * whatever happens to the machine, finds the old file or the new one, never a part. Every reader
 * refuses what is damaged with a {@link org.cotangent.nn.MalformedDataException} that names the
 * file and the place, and allocates no more memory than a small multiple of what the file really
 * holds.
 */
package org.cotangent.nn.files;
