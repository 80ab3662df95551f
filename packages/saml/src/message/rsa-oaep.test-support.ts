/**
 * Made by OpenSSL 3.0.19, which has parameters for both hashes: `openssl pkeyutl -encrypt -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:… -pkeyopt
 * rsa_mgf1_md:…`.
 */
export const KEY = `-----BEGIN PRIVATE KEY-----
MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCUSQDv38oumFZ9
4m6JDQ0j0C6mtkbfbPZ5Uycp6C8mugYlMc2kOvIke9N0MvHgv7zTPw+MkHYFcj/M
TXwyryUHK9MpE80+84D84c3TueX88qtr4VorryfaJEI9IVmKM4lI9iu67gM6moMx
aQKJK6AM+d4+9r3efhhnZlELfTRnkB6P9RxLhbX0xPq9glTStGARsqQZSTzXfs9n
bYh/tu5zk2vdeYAqJORVG05ojn4rWJUlwdNiIWaqei7UqBE2WOfqtKQw/Yg0YQKV
LPOluxu5MNBE7VIuuG23chGndg0YDdnR3Y1xE0Y3ECoYiLCfz4+0O89f7gOD6dw7
0OtPl/Y1AgMBAAECggEABCRH3OtUw9lobQqyiKxvJgVuECT+NMZf2gKrEN4V1xCS
FF7gPgqRcdhtjwzPObZRSVs1DXmJelx3ELdHVUkUES+1rauKa4w0mZua+qNyG48R
n6lDMf4p8Etb+EYisJwA5SNPFGEKgQwIxwwGUJuB1Gr0PLD6m6jM+LJgaCA+ovfW
Ikw00nVBgPYm8tx34OmzRc9zNcVxtTNdHxinAdubj52+G9Dfu3ZWIUZUG+kSf5Dk
vcnrVQBOkWo0MpXf8Ia7pwkZd8rQfkBPZNlpzcNIzJqQSUXh75eSOhqKXbdwrOS7
joe16OYZPZdc++cZlEkV6P3AAET9/3vLKBSrkf4Y0QKBgQDQJ6ReF+fNpF/ep8/t
UNZdn1XXumr7jRi3V9U1vMpxJwybSRNmK+sQJX18P7NnR5pMU1OXjUAq5LHW97Bs
p64IneCcrIpXXiaqaGsjlUqO1ECTgiyfrvHoBZuhKvhGLalLTulXG8wamjSGl83s
YVNIW8G3jQOcjJR21XmN+iWAOQKBgQC2Xnpm+wkcGVdYx2Qfkd6LAt5wURI2klfI
s0EKdMzS/0kbvgHj9oY+ztgn2xKNvrKQVMArnqrkH71ZXG7LK6C1PKPZhWOyeI3i
0PiLKYflpXbuQaUv4WQ7MuJUwnHVsXxWrHPn7jSe0xsw7SxmNZTvcAUJoEo70zX6
x6IGUqBt3QKBgQCa6pX67WG4e7haFpy6K2qPHRGfT39lnfoiIb1tlAc6tWw9eeJ1
LQRx7OT6ftI/cFvWqEFTTm3OPoxYx9jG1PjCMvXCxOrk4Q53zuTGA8sMh81TuxMI
+QPSwbG0/izu1fbkNGOXT/nUZqXm8b3xSfHYrWl7+PgSH9IyqugfkWctiQKBgCC4
vP+jRVQsW9bLF/TuKF8K6bx/X2Q5R9T0DNSCdonZUlXO9unfPuEgHfqwvRh/wexR
uJVbB9CcvU2+XwbHUjOSqNeLroLETLkIw7+8eOzEjp1bW/dGWsSgcanBpckw6l1m
3fkcbYad3EAgHhpMvOdlUxISF5+6WvIfRbwasTxlAoGBAKPp+IwSTU+9BKmv5PGI
VtYvsbR6bENbKPdh2rKBzoX17i3f8647yQMmiydY+Peit6AM6bQo8I7uC9lM0XVV
g53JvgOrOAOaMVLUHIjZvlYNhnN5g1jZrTxxjGYdiJIOH8S/7xYAFWYLvSKihI78
H3QxJACLaULIYZW38ABjTdzg
-----END PRIVATE KEY-----
`;

/** `<vector>ü</vector>`, by AES-128-GCM. */
export const CONTENT = 'EBESExQVFhcYGRob+FhmzHsgxNHUYWHasUKISlXOSpuYjvJFB9zRbdpTqZ8Su6s=';

/** The content's key for `KEY`: the digest, the hash of the mask generation function, and the encrypted key. */
export const ENCRYPTED_KEYS: readonly (readonly [digest: string, mask: string, encrypted: string])[] = [
  [
    'sha1',
    'sha1',
    'cLyqU8rQeE5G1UMPJHd7IwL4M03Cv42ACgdEmLk+964j3cKxBl7hw+AB9gp9dsS9MQ5JuopqCDzueOU47CSGiJNQUnOih+jl8sMdwPx1Y/ANGmWxRSSYz77mfckdWoA2aM86YpIySVm/aLqhqcc1z4caLY+gAwMTG8j35YWdoQ6rRMg/MTLTlGql3WCmX7k0ugqqCD1kWIdKI8HOuaFPdAoAK5/t8DO1mqzhBi0c4FkcETZIV5+j8wSDFwIhuBc+PZYc+srvWxxDljf48dS7Rbr5oeK/GBV8S0q6l840SgibWPZQca7zu/YDqkWYr6WKWWobV/HV3AaCkC+UI1eAQg==',
  ],
  [
    'sha1',
    'sha256',
    'aqH+t0yxWCp/fBXyBH8bbJXlCTg7CNtxy5vewDYZ4Qfz6FJaqNEMPMcy1Ig/DuxJHqGMuOBRPQDnXIPRoz7vdfr/5aZwfPg1W3qQRp4yuGUILPA3OkALL8gxnPZkcICW8tPs57fe0fOkgptOl0b9A80OlN/Niuw+dtb2F6xRKCIZGhQ1F69fTBFQWL0N+HoO5tnAFm9qeXV9CWBORsSbNEhk/a0sov7n6myOauCYpBS89xj7frFXTVNnX5FrubhoABfvdAynC2zSUOE9Sp7a01UXP14C6cKjA6KnHntHu7CsmxTMnvwEa1if5Z9WllDgfJEE6RgoXf+qCwxOmElteQ==',
  ],
  [
    'sha1',
    'sha512',
    'RE7PwUd1cBgDP6JYHZPLJJhRBwffuZeUo2tvVJdV81escsTAKP914eC8B0gOu8VgNEY+7ZRzvnCkx6FRadJaVPFIaP07LJe5xCtt9XSoZLko2U3I/z/SGXL5MdP0zaA7c0dUF2zbRbiNlS5/zkagwBnvQghFW+tqsVNtx6ZBD148XFq26zxCsUdG6DB54frjagCUwA58qzf01tTagUUU4Ja7YycZOqHgvzSk/AjdRmi71Rj4iMsdGxK2E3BlOaDgq1pTOlx9UepYYpIh0Lqa6xoU8BuBTz5y+r8Ciwe8VvMvGibfvEQLOQ/sLQStyR5UiCJhQsQtkpDs5FKwaHZ2bA==',
  ],
  [
    'sha256',
    'sha1',
    'jOwH7Ufy2tSkYegCpkR7wVglMh9y6Gy5ZUAfE38mWaLFvtxWxlKXEW6L7NHiqSWULDOBeDYHmyj9jm9rV2QIWsXhmF1P909Ah8DoZTkggjFNz+zNgLuYy9nhUyrJQSDhiCAMvBRQ2AJh/DqebP+/evy1/94QeEFXW+v7vzFgKer8yjwHeFRNuSOtQJ+N87MIlIPP1WJ7u9CbnKu8mRrGKem1tP34IpupCnXjD37UiVQk0oSYDyTNzuLLOc8GCbjL45OUdoDnOwIRwya3g077VKgGuQ9CcLqObpXWjgefb/bLt0TzDxt5T5Wl1NOt7GcYhYk/HN+UwHMWSaMG/SSb0w==',
  ],
  [
    'sha256',
    'sha256',
    'Fjl6ZnsljwyZvJ6RWXsQ5N4CoY0J41pMZmQAZmybTCO1Pcp2npTxKPVYWrbvzaVCeFqSyi4RRYv5RzEesaL+FiMACTgiqFLTxS/egy12ySctBCVYDKTOpbryoA4/0x6D+Eu6jiXD37tvPwaRhNsV1JiQWXRhQgBjR4mRBAhkPaGGwwcXIEYEEbb4xcLY7XaA7Zaf1kcGwvNgZPqMwlI/V6rihBv5EtbclI42gt0PAzZdSNh+yuAEOa9w0dbwhYE1cOZWPkKOREdCb1lzqQpNl3l8wihN/SPYWyoqW7w1N+XwQ5R3Sf2ixWKYPyo89KfeEQSKJMwEnuAZDFNtqBc6IA==',
  ],
  [
    'sha256',
    'sha512',
    'HOpI7zfZGO1fPG+cOommR98+cZPUGaKyHtk8YRRw+PiaVROk5JHhmpHoZgBNSEitn5IQPICfxaPmJT1qZ3GlcquoitTxl3TWvBW4ugJqLZw4JYbVtauYZWJZsSMGspSpWmE8UYjLxedvXLLAJDubHpQRa17nP0xazeKM3/M0Vkw9bwU6fiN5Ng6cQVFx0HQsEzqhYVTP7ui+YA7TacqPEliSHARAp58f3NaL6tnKMMEkm7kHYV+9TqaKL9BWaWZo2Rx/X7SRumEd+AMmCcYXMkHC99+2WeAi28woCIjxGMRR0gDbPNmr4+sgaNFuVx4dsxzO2qFV2DiViqCD8iqYaw==',
  ],
  [
    'sha512',
    'sha1',
    'Zv1ZPwYCHsen5ATXcRxFiNhKevGNcrJAoH2mVKL8jNMYLfs0avU0Z69g82lOhZNiy78nPq3rdDPRW/ZgIyM+s1ogl6QZxAnM+41VO0xLxCEQtCZbvUfBXFD2dv5uWcnXBapSBBG+hWcEzAIuddSnRPZghRUHIkQnY0+LmBCYodfc2wosfVGPRJNF9Zl69Kv+VA3VGaGScx04BYgA7jXA9CNimZZXuVuwyG8c/NZND9xdA0X6rnCxZW5FhT72OrqaGpiGMk7jJ3os5+Kv0W+urzfvrNCZVgAwi9LjLZYpljkcLsd+6xL5gu01+9NhLSrKT7xOwKxLiT8YM0XYqzdaqg==',
  ],
  [
    'sha512',
    'sha256',
    'JD5+BQlIFuxcaFnVcch9hutKR9aS81a6QA5sFeE4XU09fMGy7Ve9/AlH3dsM5OZCOVNOH+OEWH4mVDr6AzgQWMaXB6FMFqhsrMtau1kPn6D0ZQAugr7bXoCKxcSQYf9BkkLs2YpiRB3+riQUikCB4gw1ID5uyuElzSroxUot42NhA9jNEaLVw5iMy8kmZNL2NeHB2Lx59NSdGAdXGWq/eG9G3NoiC7LjFzIZ1SlKYXw8wcm1YtxVwAWGzK8z9eWTOIQCNtHY5soOanol5aadVOSF0/DMJybU85vZ8h6R7Vvq5vhL/9PoNtESNSR9xIwkjsyp6F0ivLLKNo2RCPatlg==',
  ],
  [
    'sha512',
    'sha512',
    'bw84vevMYSvaufhlufHeQeh7Bz2fRjIQRFxz8ZDJNAMgzpUwEO9D3358HTz4sJvElj7lSKFAZJrbqam/4gYLscr4fy2mrJ9Hd9aOX0VFd+RVjd6rYilOLgIomA+hwGvTe0djehweqYJlYcVIaBjY9KLosRDfDAjG3CIreYH84S0iDLigrrVkGvMPsjRiUnn1DkCUYnKZBNxilmMZMFQACLOz/Vc/VtuM2RSH6ItLM0h98kNA3z2y/+MKHmBeT1juyPrncE9X4oD99EVwKs6smW3sT4zu/P+deVDMv8aTMOSsQ8Cmlbtpt9k7Eyhs4/dfdGXtFRxmptk0ofT2BZXDXQ==',
  ],
];

/** By SHA-256 and MGF1 of SHA-1, with the label `label`. */
export const LABELLED_KEY =
  'Opz36LpvEmXOrHQTFTyzils+NtIpbun0yC0Njg9goMzIQSftXNupXlocAL07+ErLbOFK29rgSZBHZ3qzMftoVyzf96raw8gMZCHEOVaMjk+O1PWq6dmbwZp4zza/pKK4UlzoSpGX97xk6ZDgjwFM8bHBa/hmX98If9l425YzE3JSZi+8Qkc7VtEnWnCizP1DPymIWOTYQDb6tc9F4nP/AAiQouNxwmfwGjxl9N76ygxIV4JWSkTtDmWXtOIT95VlHVLilNvdoaHZyJ44+0otIj+hKCU1gzxxYDoWgvl79RpGe6ySP6F/kvlrSIWfpk11hBpbic9oEztRPMTWymbpKw==';
