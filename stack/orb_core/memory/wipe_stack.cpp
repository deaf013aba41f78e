#include "memory/wipe.hpp"

namespace orbbench::orb_core {

#if defined(__x86_64__)

// Copying leaves the last octets copied in these, and whatever saves registers (the dynamic
// linker when it binds a function late, a signal's frame) writes them to the stack.
extern "C" [[gnu::noinline, gnu::visibility("hidden")]] void
orbbench_clear_vector_registers() noexcept {
  if (__builtin_cpu_supports("avx512f") != 0) {
    asm volatile(
        "vpxorq %%zmm16, %%zmm16, %%zmm16\n\tvpxorq %%zmm17, %%zmm17, %%zmm17\n\t"
        "vpxorq %%zmm18, %%zmm18, %%zmm18\n\tvpxorq %%zmm19, %%zmm19, %%zmm19\n\t"
        "vpxorq %%zmm20, %%zmm20, %%zmm20\n\tvpxorq %%zmm21, %%zmm21, %%zmm21\n\t"
        "vpxorq %%zmm22, %%zmm22, %%zmm22\n\tvpxorq %%zmm23, %%zmm23, %%zmm23\n\t"
        "vpxorq %%zmm24, %%zmm24, %%zmm24\n\tvpxorq %%zmm25, %%zmm25, %%zmm25\n\t"
        "vpxorq %%zmm26, %%zmm26, %%zmm26\n\tvpxorq %%zmm27, %%zmm27, %%zmm27\n\t"
        "vpxorq %%zmm28, %%zmm28, %%zmm28\n\tvpxorq %%zmm29, %%zmm29, %%zmm29\n\t"
        "vpxorq %%zmm30, %%zmm30, %%zmm30\n\tvpxorq %%zmm31, %%zmm31, %%zmm31" ::
            : "memory");
  }
  if (__builtin_cpu_supports("avx") != 0) {
    asm volatile("vzeroall" ::
                     : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8",
                       "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", "memory");
  }
}

// Without a frame: one that a compiler lays out has padding, which nothing would overwrite. The
// 32 KiB and the red zone end where the frame of the caller begins.
[[gnu::naked]] void wipe_stack() noexcept {
  asm("subq $8, %rsp\n\t"
      "call orbbench_clear_vector_registers\n\t"
      "addq $8, %rsp\n\t"
      "leaq -32768(%rsp), %rdi\n\t"
      "movl $4096, %ecx\n\t"
      "xorl %eax, %eax\n\t"
      "cld\n\t"
      "rep stosq\n\t"
      // All others that a call need not preserve.
      "xorl %edx, %edx\n\t"
      "xorl %esi, %esi\n\t"
      "xorl %edi, %edi\n\t"
      "xorl %r8d, %r8d\n\t"
      "xorl %r9d, %r9d\n\t"
      "xorl %r10d, %r10d\n\t"
      "xorl %r11d, %r11d\n\t"
      "ret");
}

#else

// Not inlined, so that its array lies beneath the frame of the caller, but for the padding of its
// own frame.
[[gnu::noinline]] void wipe_stack() noexcept {
  std::uint8_t left_behind[32768];
  wipe(left_behind, sizeof left_behind);
}

#endif

}  // namespace orbbench::orb_core
