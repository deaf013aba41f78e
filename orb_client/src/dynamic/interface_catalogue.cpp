#include "orbbench/orb_client/interface_catalogue.hpp"

#include <array>

#include "built_in_catalogues.hpp"
#include "catalogue_reader.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {
namespace {

constexpr std::size_t kMaxNamesTold = 20;

std::string list_names(const std::vector<InterfaceDescription>& interfaces) {
  std::string names;
  for (std::size_t i = 0; i < interfaces.size() && i < kMaxNamesTold; ++i) {
    names += (i == 0 ? "" : ", ") + interfaces[i].name;
  }
  return interfaces.size() > kMaxNamesTold ? names + " ..." : names;
}

}  // namespace

InterfaceCatalogue::InterfaceCatalogue(std::span<const std::string_view> documents) {
  CatalogueContent content = read_catalogues(documents);
  interfaces_ =
      std::make_shared<const std::vector<InterfaceDescription>>(std::move(content.interfaces));
  types_ = std::move(content.types);
}

const InterfaceCatalogue& InterfaceCatalogue::built_in() {
  static const InterfaceCatalogue catalogue(kBuiltInCatalogues);
  return catalogue;
}

InterfaceCatalogue InterfaceCatalogue::parse(std::string_view json) {
  const std::array<std::string_view, 1> documents = {json};
  return InterfaceCatalogue(documents);
}

const std::vector<InterfaceDescription>& InterfaceCatalogue::interfaces() const {
  return *interfaces_;
}

const InterfaceDescription& InterfaceCatalogue::interface(std::string_view name) const {
  const std::string_view scoped = name.starts_with("::") ? name.substr(2) : name;
  for (const InterfaceDescription& one : *interfaces_) {
    if (one.name == scoped || one.repository_id == scoped) {
      return one;
    }
  }
  throw ConfigError("there is no interface " + std::string(name) + ", but " +
                    list_names(*interfaces_));
}

}  // namespace orbbench::orb_client
