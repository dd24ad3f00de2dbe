// What pages do with JavaScript beyond what they do without: the search.

import { search } from "./search";

search();
