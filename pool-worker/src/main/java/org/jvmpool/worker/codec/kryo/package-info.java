/** Where programs that use Kryo meet the codec: their own serializers. */
@NullMarked
package org.jvmpool.worker.codec.kryo;

import org.jspecify.annotations.NullMarked;
