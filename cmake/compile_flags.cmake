# orbbench::flags: how every target of this project is compiled.
set(ORBBENCH_SANITIZERS "" CACHE STRING "Sanitizers to build with, e.g. address,undefined or thread")

option(ORBBENCH_FUZZERS "Build the libFuzzer targets; needs clang" OFF)

add_library(orbbench_flags INTERFACE)
add_library(orbbench::flags ALIAS orbbench_flags)

target_compile_features(orbbench_flags INTERFACE cxx_std_20)
target_compile_options(orbbench_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wold-style-cast -fstack-protector-strong)
# Immediate binding: the lazy-binding trampoline spills vector registers, secrets included, to the
# stack.
target_link_options(orbbench_flags INTERFACE -Wl,-z,now -Wl,-z,relro)

if(ORBBENCH_SANITIZERS)
  target_compile_options(orbbench_flags INTERFACE
    -fsanitize=${ORBBENCH_SANITIZERS} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(orbbench_flags INTERFACE -fsanitize=${ORBBENCH_SANITIZERS})
else()
  target_compile_definitions(orbbench_flags INTERFACE
    $<$<CONFIG:RelWithDebInfo,Release>:_FORTIFY_SOURCE=2>)
endif()

if(ORBBENCH_FUZZERS)
  target_compile_options(orbbench_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(ORBBENCH_CCACHE ccache)
if(ORBBENCH_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${ORBBENCH_CCACHE}")
endif()
