/**
 * Processes: JVMs that run one task as their main, and connections between programs. Doors: {@link
 * org.jvmpool.impl.process.Processes}.
 */
@NullMarked
package org.jvmpool.impl.process;

import org.jspecify.annotations.NullMarked;
