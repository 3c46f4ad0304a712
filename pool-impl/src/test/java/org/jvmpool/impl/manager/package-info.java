/** Tests of the manager: what only a server process can show. */
@NullMarked
package org.jvmpool.impl.manager;

import org.jspecify.annotations.NullMarked;
