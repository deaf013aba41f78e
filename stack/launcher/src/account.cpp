#include "account.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "orbbench/launcher/stack_error.hpp"

namespace orbbench::launcher {
namespace {

std::optional<Account> look_up(const char* name) {
  std::array<char, 16384> buffer;
  passwd entry{};
  passwd* found = nullptr;
  if (getpwnam_r(name, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) {
    return std::nullopt;
  }
  int count = 64;
  std::vector<gid_t> groups(static_cast<std::size_t>(count));
  if (getgrouplist(name, found->pw_gid, groups.data(), &count) < 0) {
    groups.resize(static_cast<std::size_t>(count));
    getgrouplist(name, found->pw_gid, groups.data(), &count);
  }
  groups.resize(static_cast<std::size_t>(count));
  return Account{name, found->pw_uid, found->pw_gid, groups};
}

bool may_search(const Account& account, const struct stat& folder) {
  if (folder.st_uid == account.uid) {
    return (folder.st_mode & S_IXUSR) != 0;
  }
  if (std::ranges::find(account.groups, folder.st_gid) != account.groups.end()) {
    return (folder.st_mode & S_IXGRP) != 0;
  }
  return (folder.st_mode & S_IXOTH) != 0;
}

}  // namespace

std::optional<Account> find_parts_account() {
  if (geteuid() != 0) {
    return std::nullopt;
  }
  for (const char* name : {"postgres", "nobody"}) {
    if (auto account = look_up(name)) {
      return account;
    }
  }
  throw StackError(kExitInvalid,
                   "there is no user postgres and no user nobody to run the parts as: "
                   "install postgresql-15, or run orbbench as an ordinary user");
}

bool can_traverse(const Account& account, const std::filesystem::path& path) {
  std::filesystem::path prefix;
  for (const auto& component : std::filesystem::absolute(path)) {
    prefix /= component;
    struct stat folder {};
    if (stat(prefix.c_str(), &folder) == 0 && !may_search(account, folder)) {
      return false;
    }
  }
  return true;
}

}  // namespace orbbench::launcher
