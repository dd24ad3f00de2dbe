import sys
rows=[l.rstrip('\n').split('\t') for l in open(sys.argv[1])][1:]
o=[l.rstrip('\n').split('\t') for l in sys.stdin]
n=0
for r,x in zip(rows,o):
    if (r[0]=='1')!=(float(x[0])>=.5): print(r[0],x[0],r[2],'|',r[3],x[2],x[3]); n+=1
print(n,'of',len(rows))
