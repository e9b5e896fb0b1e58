### Choosing a language.
### Readers: consumers

language_switch = Language
language_heading = Choose your language
language_about = Pages and mail come in this language from now on. You can change it at any time.
language_unknown = This language is not on the list. Choose one of these.
