/**
 * A server process that holds objects for other processes, and the interfaces of the proxies
 * through which they use them.
 *
 * <p>The doors are {@link org.jvmpool.Multiprocessing#manager()} for a manager of one family of
 * processes, {@link org.jvmpool.manager.Manager#builder()} for one that other programs reach, and
 * {@link org.jvmpool.manager.Manager#connect(java.net.SocketAddress, byte[])} to reach it.
 *
 * <p>What a program holds is a proxy. It can be captured by a task or sent to another process, and
 * it can be put into a dict or a list of the same manager, where it stays a reference and pins its
 * target. An object lives until it is closed, or until the process that created it ends and nothing
 * that is stored in the manager refers to it; cycles end with the manager. One that nobody can
 * reach any more ends sooner: when its proxies have been collected that were read, or made and
 * neither stored nor sent.
 *
 * <p>Proxies may be used by any thread. Each call is one round trip to the server and is atomic
 * there. What the server's side of a call throws arrives as an exception of the same class; a
 * manager that is gone shows as a {@link org.jvmpool.ProcessException}. A null argument is refused
 * with a {@link NullPointerException} unless it is said to be allowed.
 */
@NullMarked
package org.jvmpool.manager;

import org.jspecify.annotations.NullMarked;
