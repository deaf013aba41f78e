#include "interop/peer_process.hpp"

#include <chrono>

namespace orbbench::interop {

PeerProcess::PeerProcess(const std::filesystem::path& program,
                         const std::vector<std::string>& arguments)
    : process_({.program = program, .arguments = arguments}),
      ready_line_("READY " + process_.await_ready(std::chrono::seconds(20)).dump()) {}

}  // namespace orbbench::interop
