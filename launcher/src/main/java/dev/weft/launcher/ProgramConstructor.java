package dev.weft.launcher;

import dev.weft.runtime.Program;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Supplier;

/** Makes the objects of a user's program. */
record ProgramConstructor(Constructor<? extends Program> constructor) implements Supplier<Program> {
    @Override
    public Program get() {
        try {
            return constructor.newInstance();
        } catch (InvocationTargetException thrown) {
            throw new IllegalStateException(
                    "the constructor of " + constructor.getName() + " failed", thrown.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
