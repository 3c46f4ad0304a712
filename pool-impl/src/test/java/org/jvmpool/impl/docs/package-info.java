/** What the pages under {@code docs} say is true. */
@NullMarked
package org.jvmpool.impl.docs;

import org.jspecify.annotations.NullMarked;
