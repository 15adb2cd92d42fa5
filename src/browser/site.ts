import { copyOnPress } from './site/copy-on-press.ts';
import { countCharacters } from './site/count-characters.ts';
import { foldMenus } from './site/fold-menus.ts';
import { lookAgain } from './site/look-again.ts';
import { proposeZone } from './site/propose-zone.ts';
import { showOwnTime } from './site/show-own-time.ts';
import { showPasswords } from './site/show-passwords.ts';

// Every page works without this; each of these adds one comfort to what the server has written.
proposeZone();
showOwnTime();
copyOnPress();
showPasswords();
countCharacters();
foldMenus();
lookAgain();
