#pragma once

#include <map>
#include <string>
#include <vector>

#include "memory/preload/record_file.hpp"
#include "memory/preload/symbols.hpp"

namespace orbbench::selfcheck {

/// Finds the site whose blocks a call path gives back, by the types in its functions' names:
/// credential_secret is where a function has to do with CredentialSecret.
class SitePaths {
 public:
  explicit SitePaths(const std::vector<std::string>& sites);

  /// The site that the innermost function which names any names; empty when none does.
  std::string site_of(const free_witness::CallPathCount& path,
                      free_witness::Symbols& symbols) const;

 private:
  std::map<std::string, std::string> site_of_type_;
};

/// What the free-time witness saw of the blocks of one site.
struct SiteBlocks {
  std::uint64_t blocks = 0;
  std::uint64_t unwiped = 0;
  std::string path = {};  ///< of unwiped blocks, in words
};

std::map<std::string, SiteBlocks> blocks_by_site(const free_witness::Sighting& sighting,
                                                 free_witness::Symbols& symbols,
                                                 const SitePaths& paths);

}  // namespace orbbench::selfcheck
