#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include "memory/site_ledger.hpp"

namespace orbbench::orb_core {

/// Memory for one object of a site, counted. Throws std::bad_alloc.
void* allocate(Site site, std::size_t octets);

/// The one utility through which the core gives memory back: ends the object's life by `destroy`
/// (may be null), wipes its octets at critical and high sites, books it and frees it.
void deallocate(void* object, void (*destroy)(void*)) noexcept;

/// Ends an object that `make_owned` made.
template <class T>
struct Deallocate {
  void operator()(T* object) const noexcept {
    deallocate(object, [](void* memory) { std::destroy_at(static_cast<T*>(memory)); });
  }
};

/// A T that lives at the site T::kSite.
template <class T>
using Owned = std::unique_ptr<T, Deallocate<T>>;

template <class T, class... Arguments>
Owned<T> make_owned(Arguments&&... arguments) {
  static_assert(alignof(T) <= kBlockAlignment);
  void* memory = allocate(T::kSite, sizeof(T));
  try {
    return Owned<T>(::new (memory) T{std::forward<Arguments>(arguments)...});
  } catch (...) {
    deallocate(memory, nullptr);
    throw;
  }
}

/// For standard containers whose nodes are objects of a site.
template <class T, Site kSite>
struct SiteAllocator {
  using value_type = T;
  template <class U>
  struct rebind {  // NOLINT(readability-identifier-naming): the standard's name
    using other = SiteAllocator<U, kSite>;
  };

  SiteAllocator() = default;
  template <class U>
  SiteAllocator(const SiteAllocator<U, kSite>&) {}

  T* allocate(std::size_t count) {
    return static_cast<T*>(orb_core::allocate(kSite, count * sizeof(T)));
  }
  void deallocate(T* memory, std::size_t) noexcept { orb_core::deallocate(memory, nullptr); }

  bool operator==(const SiteAllocator&) const = default;
};

}  // namespace orbbench::orb_core
