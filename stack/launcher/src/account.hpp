#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace orbbench::launcher {

/// A user to run parts as.
struct Account {
  std::string name;
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups;
};

/// None when this process is not root: parts run as its own user then. For root "postgres", else
/// "nobody": PostgreSQL refuses to run as root, and the other parts have no need to.
std::optional<Account> find_parts_account();

/// Whether that user can pass through every folder of the path.
bool can_traverse(const Account& account, const std::filesystem::path& path);

}  // namespace orbbench::launcher
