#include "selfcheck/site_paths.hpp"

#include <cctype>

#include "memory/preload/free_report.hpp"

namespace orbbench::selfcheck {
namespace {

constexpr std::size_t kFramesInWords = 3;

std::string type_named_after(const std::string& site) {
  std::string type;
  bool starts_word = true;
  for (const char letter : site) {
    if (letter != '_') {
      type += starts_word ? static_cast<char>(std::toupper(letter)) : letter;
    }
    starts_word = letter == '_';
  }
  return type;
}

bool is_of_name(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

/// The names in "Owned<a::B>::f", one after the other.
template <class Visit>
void for_each_name(const std::string& text, const Visit& visit) {
  std::size_t start = 0;
  while (start < text.size()) {
    std::size_t end = start;
    while (end < text.size() && is_of_name(text[end])) {
      ++end;
    }
    if (end > start) {
      visit(text.substr(start, end - start));
    }
    start = end + 1;
  }
}

}  // namespace

SitePaths::SitePaths(const std::vector<std::string>& sites) {
  for (const std::string& site : sites) {
    site_of_type_[type_named_after(site)] = site;
  }
}

std::string SitePaths::site_of(const free_witness::CallPathCount& path,
                               free_witness::Symbols& symbols) const {
  std::string site;
  for (const std::uint64_t address : path.frames) {
    for (const auto& frame : symbols.frames_of(address)) {
      for_each_name(free_witness::without_parameters(frame.function), [&](const std::string& name) {
        const auto found = site_of_type_.find(name);
        if (found != site_of_type_.end()) {
          site = found->second;
        }
      });
      if (!site.empty()) {
        return site;
      }
    }
  }
  return site;
}

std::map<std::string, SiteBlocks> blocks_by_site(const free_witness::Sighting& sighting,
                                                 free_witness::Symbols& symbols,
                                                 const SitePaths& paths) {
  std::map<std::string, SiteBlocks> sites;
  for (const auto& path : sighting.paths) {
    const std::string site = paths.site_of(path, symbols);
    if (site.empty()) {
      continue;
    }
    SiteBlocks& blocks = sites[site];
    blocks.blocks += path.blocks;
    blocks.unwiped += path.unwiped;
    if (path.unwiped > 0 && blocks.path.empty()) {
      blocks.path = free_witness::path_text(path, symbols, kFramesInWords);
    }
  }
  return sites;
}

}  // namespace orbbench::selfcheck
