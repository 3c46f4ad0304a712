/**
 * What the behaviour tests stand on: the engines they run against, the check of the house after
 * each of them, and the files through which a test and its tasks wait for each other.
 */
@NullMarked
package org.jvmpool.impl.testkit;

import org.jspecify.annotations.NullMarked;
