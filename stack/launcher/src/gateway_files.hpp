#pragma once

#include <filesystem>

namespace orbbench::launcher {

/// What the security service and the gateway share, in the stack's folder.
struct GatewayFiles {
  explicit GatewayFiles(const std::filesystem::path& stack_folder)
      : admin_socket(stack_folder / "gateway" / "admin"),
        revocations(stack_folder / "security" / "revocations") {}

  std::filesystem::path admin_socket;
  std::filesystem::path revocations;  ///< a token id a line; written by the security service
};

}  // namespace orbbench::launcher
